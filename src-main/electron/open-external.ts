import { shell } from 'electron'
import { decideExternal } from './access-policy.ts'

/** Hands a page of a known host to the system's browser; false where the policy refuses it. */
export async function openExternal(url: string): Promise<boolean> {
  const rule = decideExternal(url)
  if (!rule.allowed) {
    console.warn(`A link was not opened: ${rule.reason}.`)
    return false
  }
  await shell.openExternal(url)
  return true
}
