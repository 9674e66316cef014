import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { Option, type Command } from 'commander'
import * as v from 'valibot'
import { GrokscopeError } from '../../../shared/errors.ts'
import { figureSpecSchema, type FigureSpec } from '../../../shared/figures/spec.ts'
import { readJson } from '../config-source.ts'
import { collect, common, type Context } from '../context.ts'
import { deliver } from '../deliver.ts'
import { withSession } from '../session.ts'

function addExport(program: Command, context: Context): void {
  common(program.command('export'))
    .summary('write runs\' data to a file')
    .description('Writes points and records of runs: csv (long table), json, or npz (NumPy arrays, kept tensors included).')
    .argument('<run...>', 'ids, beginnings of ids, or names')
    .addOption(new Option('--format <format>', 'kind of file').choices(['csv', 'json', 'npz']).default('csv'))
    .option('--series <name>', 'only this series (repeatable)', collect, [])
    .option('--out <file>', 'where to; - for standard output (default: named after the run, in this folder)')
    .action(context.act(async (output, { home, format, series, out }: { home?: string; format: 'csv' | 'json' | 'npz'; series: string[]; out?: string }, references: string[]) =>
      withSession({ home: home ?? null, access: 'any', output }, async (session) => {
        const runIds = session.find(references)
        await deliver(session, await session.call('export.data', { runIds, format, ...(series.length > 0 ? { names: series } : {}) }), out)
        return 0
      })))
}

function parseSpec(raw: unknown): FigureSpec {
  const parsed = v.safeParse(figureSpecSchema, raw)
  if (parsed.success) return parsed.output
  const lines = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'figure'}: ${issue.expected === 'never' ? 'is not a known field' : issue.message}`)
  throw new GrokscopeError('figure/invalid', lines.join('\n'))
}

function figureFormat(file: string): 'svg' | 'png' | 'csv' {
  const extension = path.extname(file).toLowerCase()
  if (extension === '.svg' || extension === '.png' || extension === '.csv') return extension === '.svg' ? 'svg' : extension === '.png' ? 'png' : 'csv'
  throw new GrokscopeError('request/invalid', `--out: expected a file that ends in .svg, .png or .csv, got "${file}"`)
}

function addFigure(program: Command, context: Context): void {
  common(program.command('figure'))
    .summary('draw a figure')
    .description('Draws the figure that the interface would export. SPEC is a JSON file, or - for standard input.')
    .argument('<spec>', 'figure specification')
    .requiredOption('--out <file>', 'where to; the ending .svg, .png or .csv says what')
    .addHelpText('after', `
Example:
  { "kind": "curves", "runs": ["mainline"], "xScale": "logarithmic",
    "panels": [{ "series": ["train/loss", "test/loss"], "yScale": "logarithmic" }] }`)
    .action(context.act(async (output, { home, out }: { home?: string; out: string }, file: string) => {
      const format = figureFormat(out)
      const spec = parseSpec(readJson(file, 'figure/invalid'))
      return withSession({ home: home ?? null, access: 'any', output }, async (session) => {
        await deliver(session, await session.call('export.figure', { spec, format }), out)
        return 0
      })
    }))
}

function addBundle(program: Command, context: Context): void {
  common(program.command('bundle'))
    .summary('pack runs to take them to another machine')
    .description('Writes runs whole - points, tensors, checkpoints - into one file that "grokscope import" reads.')
    .argument('<run...>', 'ids, beginnings of ids, or names')
    .requiredOption('--out <file>', 'where to, for example runs.grokrun; - for standard output')
    .action(context.act(async (output, { home, out }: { home?: string; out: string }, references: string[]) =>
      withSession({ home: home ?? null, access: 'any', output }, async (session) => {
        const runIds = session.find(references)
        await deliver(session, await session.call('export.bundle', { runIds }), out)
        return 0
      })))
}

function readable(file: string): string {
  try {
    accessSync(file, constants.R_OK)
    return path.resolve(file)
  } catch (error) {
    throw new GrokscopeError('file/unreadable', `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function addImport(program: Command, context: Context): void {
  common(program.command('import'))
    .summary('take in runs from a bundle')
    .description('Reads a bundle. Runs that are here already are left as they are. --samples reads the runs that come with Grokscope.')
    .argument('[file]', 'bundle')
    .option('--samples', 'the sample runs')
    .action(context.act(async (output, { home, samples }: { home?: string; samples?: boolean }, file: string | undefined) => {
      if ((file === undefined) === (samples !== true)) throw new GrokscopeError('request/invalid', 'expected either a file or --samples')
      const bundle = file === undefined ? null : readable(file)
      return withSession({ home: home ?? null, access: 'write', output }, async ({ workbench, call }) => {
        if (bundle !== null) workbench.prepared.addUpload('command-line', bundle)
        const report = bundle === null ? await call('import.samples', {}) : await call('import.bundle', { uploadId: 'command-line' })
        output.event({ event: 'imported', ...report })
        output.text(`${report.imported.length} imported${report.imported.length > 0 ? `: ${report.imported.join(' ')}` : ''}`)
        if (report.alreadyThere.length > 0) output.text(`${report.alreadyThere.length} already there: ${report.alreadyThere.join(' ')}`)
        return 0
      })
    }))
}

/** export, figure, bundle, import. */
export function addFileCommands(program: Command, context: Context): void {
  addExport(program, context)
  addFigure(program, context)
  addBundle(program, context)
  addImport(program, context)
}
