// The big screen: counts phones and seconds, closes a question when its time is up.
(() => {
  const { counts, key, left } = document.body.dataset;
  const clock = document.querySelector("[data-clock]");
  const close = document.querySelector("[data-at-end]");
  const endsAt = performance.now() + Number(left) * 1000;
  let isClosing = false;

  const put = (name, number) => {
    const place = document.querySelector(`[data-${name}]`);
    if (place) place.textContent = number;
  };
  const look = async () => {
    try {
      const state = await (await fetch(counts)).json();
      if (state.key !== key) return location.reload();
      put("players", state.players);
      put("answers", state.answers);
    } catch {
      // The next look may find the network again.
    }
    setTimeout(look, 1000);
  };
  if (clock)
    setInterval(() => {
      const seconds = (endsAt - performance.now()) / 1000;
      clock.textContent = Math.max(0, Math.ceil(seconds));
      // A moment later than the phones: what they sent in the last second is on its way.
      if (seconds < -1.2 && close && !isClosing) {
        isClosing = true;
        close.requestSubmit();
      }
    }, 200);
  look();
})();
