/** Widths in DejaVu Sans, in ems, of the characters that are not of the usual width. */
const widths: readonly (readonly [characters: string, ems: number])[] = [
  [' ijlI.,:;\'|!', 0.32], ['ftr()[]/-"', 0.41], ['mwMWOQ@—', 0.9], ['%', 0.95], ['ABCDEFGHKLNPRSTUVXYZ+=×÷<>−→∞≈', 0.75]
]
const usualWidth = 0.63
/** Characters of East Asian scripts fill a square; ECharts takes the height of a line from one of them. */
const isSquare = (character: string): boolean => character >= '\u2e80'

const widthOf = new Map(widths.flatMap(([characters, ems]) => Array.from(characters, (character) => [character, ems] as const)))

/**
 * About how wide a line of text is in pixels, in a CSS font such as "600 12px sans-serif": in DejaVu Sans, the widest of the usual fonts. An SVG
 * file names the font that it was made for, but is shown in whatever the reader has; what is laid out for the widest does not overlap in others.
 */
export function textWidth(text: string, font = '12px sans-serif'): number {
  const pixels = Number(/([\d.]+)px/.exec(font)?.[1] ?? 12)
  const ems = Array.from(text).reduce((sum, character) => sum + (widthOf.get(character) ?? (isSquare(character) ? 1 : usualWidth)), 0)
  return ems * pixels * (/\b(bold|[6-9]00)\b/.test(font) ? 1.1 : 1)
}

/** A word in parts that fit, each of at least one character. */
function cutWord(word: string, fits: (part: string) => boolean): string[] {
  return Array.from(word).reduce<string[]>((parts, character) => {
    const longer = `${parts.at(-1) ?? ''}${character}`
    return parts.length > 0 && fits(longer) ? [...parts.slice(0, -1), longer] : [...parts, character]
  }, [])
}

/** Text in lines of at most so many pixels by `textWidth`, broken between words, and within a word that is too wide by itself. */
export function brokenText(text: string, widthPixels: number, font: string): string {
  const fits = (line: string): boolean => textWidth(line, font) <= widthPixels
  const lines = text.split(' ').reduce<string[]>((before, word) => {
    const last = before.at(-1)
    if (last !== undefined && fits(`${last} ${word}`)) return [...before.slice(0, -1), `${last} ${word}`]
    return [...before, ...(fits(word) ? [word] : cutWord(word, fits))]
  }, [])
  return lines.join('\n')
}
