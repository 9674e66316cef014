/** How Chromium is started for tests: without a window, and without talking to anyone. */
export const chromiumArguments = [
  '--headless', '--disable-gpu', '--disable-quic', '--no-first-run', '--no-default-browser-check', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-extensions', '--window-size=1440,900',
  // Chromium has no sandbox of its own for root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])
]
