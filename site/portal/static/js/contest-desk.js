// Asks for the figures of a running contest again while somebody looks at them.
for (const part of document.querySelectorAll('[data-refresh]')) {
  setInterval(async () => {
    if (document.hidden || part.contains(document.activeElement)) return;
    try {
      const answer = await fetch(part.dataset.refresh, { credentials: 'same-origin' });
      if (!answer.ok || answer.redirected) return;
      const isOpen = part.querySelector('details')?.open;
      part.innerHTML = await answer.text();
      if (isOpen) part.querySelector('details').open = true;
    } catch { /* the next time will do */ }
  }, 1000 * Number(part.dataset.every || 15));
}
