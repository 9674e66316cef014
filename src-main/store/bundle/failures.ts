import { GrokscopeError } from '../../../shared/errors.ts'

/** The bundle is not what it should be. */
export function invalidBundle(file: string, finding: string): GrokscopeError {
  return new GrokscopeError('bundle/invalid', `The bundle ${file} was not imported: ${finding}. Nothing was changed; ask for the file again.`)
}

/** The bundle asks for more than the limits. */
export function tooLargeBundle(file: string, finding: string): GrokscopeError {
  return new GrokscopeError('bundle/too-large', `The bundle ${file} was not imported: ${finding}. Nothing was changed.`)
}
