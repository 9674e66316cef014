import packageFile from '../package.json' with { type: 'json' }

/** Grokscope's version, as in package.json. */
export const applicationVersion: string = packageFile.version
