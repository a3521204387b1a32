// The page of a batch of posters renews its state until it is done.
(() => {
  const renew = async () => {
    const place = document.querySelector("#batch-state[data-running]");
    if (!place) return;
    try {
      const answer = await fetch(location.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("batch-state");
      if (fresh) place.replaceWith(fresh);
    } catch {
      // The line may be back at the next try.
    }
    setTimeout(renew, 2000);
  };
  setTimeout(renew, 2000);
})();
