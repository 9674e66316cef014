import * as v from 'valibot'

/** What a form, a help text and an error message need to know of a field beside its type. */
export interface FieldInfo {
  title: string
  description: string
  unit?: string
}

interface Range {
  min: number
  max: number
  initial: number
}

/** A real number in a closed range, with its default. */
export function realField(info: FieldInfo, range: Range) {
  return v.optional(
    v.pipe(v.number(), v.finite(), v.minValue(range.min), v.maxValue(range.max),
      v.title(info.title), v.description(info.description), v.metadata({ unit: info.unit })),
    range.initial)
}

/** A whole number in a closed range, with its default. */
export function integerField(info: FieldInfo, range: Range) {
  return v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(range.min), v.maxValue(range.max),
      v.title(info.title), v.description(info.description), v.metadata({ unit: info.unit })),
    range.initial)
}

/** One of a list of names, with its default. */
export function choiceField<const Options extends readonly string[]>(info: FieldInfo, options: Options, initial: Options[number]) {
  return v.optional(v.pipe(v.picklist(options), v.title(info.title), v.description(info.description)), initial)
}

/** Yes or no, with its default. */
export function switchField(info: FieldInfo, initial: boolean) {
  return v.optional(v.pipe(v.boolean(), v.title(info.title), v.description(info.description)), initial)
}

/** Text of at most `maxLength` characters, with its default. */
export function textField(info: FieldInfo, maxLength: number, initial: string) {
  return v.optional(v.pipe(v.string(), v.maxLength(maxLength), v.title(info.title), v.description(info.description)), initial)
}
