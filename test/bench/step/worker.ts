import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface Answer {
  milliseconds: number
  loss: number
}

/** A process that takes a number of steps on a line and answers with a line of JSON. */
export class Worker {
  readonly name: string
  private readonly child: ChildProcess
  private readonly lines: AsyncIterator<string>

  constructor(name: string, command: readonly string[], environment: Record<string, string>) {
    this.name = name
    const [program, ...rest] = command
    const child = spawn(program, rest, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...environment } })
    this.child = child
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  }

  steps(count: number): Promise<Answer> {
    return this.ask(String(count))
  }

  async ask(line: string): Promise<Answer> {
    this.child.stdin?.write(`${line}\n`)
    for (;;) {
      const { value, done } = await this.lines.next()
      if (done === true) throw new Error(`${this.name} ended early`)
      if (value.startsWith('{')) return JSON.parse(value) as Answer
    }
  }

  end(): void {
    this.child.kill()
  }
}
