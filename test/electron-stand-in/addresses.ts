const suffix = '.localhost'

/** `app://grokscope/x` as Chromium gets it: a scheme of its own it would not know. */
export function toBrowser(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)(.*)$/.exec(url)
  if (match === null || match[1] === 'http' || match[1] === 'https') return url
  return `http://${match[1]}.${match[2]}${suffix}${match[3]}`
}

/** The address as the application knows it. */
export function fromBrowser(url: string): string {
  const match = /^http:\/\/([a-z][a-z0-9+-]*)\.([^/?#:]+)\.localhost(.*)$/.exec(url)
  return match === null ? url : `${match[1]}://${match[2]}${match[3]}`
}
