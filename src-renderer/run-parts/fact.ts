/** A word and a value, as details panels show them. */
export interface Fact { title: string; value: string; hint?: string }
