// \s covers the no-break and the narrow no-break space.
const groupedBySpaces = /^[+-]?\d{1,3}([\s_])\d{3}(?:\1\d{3})*(?=[.,]|$)/
const groupedByCommas = /^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?=\.|$)/
const thousandsOrDecimals = /^[+-]?[1-9]\d{0,2},\d{3}(?=e|$)/i
const decimalNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/** The text with the minus of the keyboard for the one of print. */
const plainText = (text: string) => text.trim().replace('−', '-')

/**
 * The number that someone has written, with a decimal point or comma and with thousands in groups or not; null where it is none, or where a
 * comma may mean either. Only a field of whole numbers takes `10,000` for ten thousand.
 */
export function readNumber(text: string, field: { whole: boolean }): number | null {
  const plain = plainText(text)
  if (!field.whole && thousandsOrDecimals.test(plain)) return null
  const ungrouped = plain.replace(groupedBySpaces, (start) => start.replaceAll(/[\s_]/g, '')).replace(groupedByCommas, (start) => start.replaceAll(',', ''))
  // A whole number with a comma and zeros behind it may be one of thousands that is not typed to its end.
  if (field.whole && /,0*$/.test(ungrouped)) return null
  const pointed = ungrouped.replace(',', '.')
  return decimalNumber.test(pointed) ? Number(pointed) : null
}

/** The two numbers that a text like `1,234` may mean, thousands first; null for any other text. */
export function twoReadings(text: string): [string, string] | null {
  const plain = plainText(text)
  return thousandsOrDecimals.test(plain) ? [plain.replace(',', ''), plain.replace(',', '.')] : null
}
