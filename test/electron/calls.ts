import type { Page } from 'playwright-core'
import type { MethodName, Parameters, Reply } from '../../shared/rpc.ts'
import { decodeMessage, encodeMessage } from '../../shared/wire.ts'

let nextId = 1_000_000

/** A call as the page makes it, through the bridge. Ids are far above those that the page itself uses. */
export async function call<K extends MethodName>(page: Page, method: K, parameters: Parameters<K>): Promise<Reply> {
  const answers = await sendBytes(page, encodeMessage({ id: nextId++, method, parameters }))
  return answers.reply
}

/** Sends bytes through the bridge and waits for the answer that carries their id. */
export async function sendBytes(page: Page, bytes: Uint8Array): Promise<{ id: number; reply: Reply }> {
  const { id } = decodeMessage(bytes) as { id: number }
  await page.evaluate((sent) => {
    // The id is found in the page's own answers afterwards, so all are kept until then.
    window.keptAnswers ??= []
    window.stopKeeping ??= window.grokscope?.onMessage((answer) => window.keptAnswers?.push(Array.from(answer)))
    window.grokscope?.send(Uint8Array.from(sent))
  }, Array.from(bytes))
  for (;;) {
    const kept = await page.evaluate(() => window.keptAnswers?.splice(0) ?? [])
    const messages = kept.map((answer) => decodeMessage(Uint8Array.from(answer)) as { id?: number; reply: Reply })
    const found = messages.find((message) => message.id === id)
    if (found !== undefined) return { id, reply: found.reply }
    await page.waitForTimeout(20)
  }
}

declare global {
  interface Window {
    keptAnswers?: number[][]
    stopKeeping?: () => void
  }
}
