// Runs before the first paint, so that nobody who works in the dark is flashed; a file, because the policy allows no inline script.
(function () {
  var chosen = null;
  try {
    chosen = window.localStorage.getItem('latchkey-colour-scheme');
  } catch (_) {
    // Storage may be forbidden; the system's scheme holds then.
  }
  var dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  var scheme = chosen === 'light' || chosen === 'dark' ? chosen : dark ? 'dark' : 'light';
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
})();
