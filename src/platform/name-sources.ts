import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';

/**
 * From now on stack traces name the sources instead of what was built from them. A map is read when a stack with its file is printed:
 * Node's own `--enable-source-maps` reads that of every module as it is loaded, which was a sixth of what starting a process costs.
 */
export function nameSources(): void {
  const maps = new Map<string, SourceMap | null>();
  const mapOf = (file: string): SourceMap | null => {
    if (!maps.has(file)) maps.set(file, readMap(file));
    return maps.get(file) ?? null;
  };
  Error.prepareStackTrace = (error, frames) => [String(error), ...frames.map((frame) => `    at ${inSource(frame, mapOf)}`)].join('\n');
}

function inSource(frame: NodeJS.CallSite, mapOf: (file: string) => SourceMap | null): string {
  const [file, line, column] = [frame.getFileName(), frame.getLineNumber(), frame.getColumnNumber()];
  const said = frame.toString();
  if (!file || line === null || column === null || file.includes('/node_modules/')) return said;
  const entry = mapOf(file)?.findEntry(line - 1, column - 1);
  return entry && 'originalSource' in entry ? said.replace(`${file}:${line}:${column}`, `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`) : said;
}

function readMap(file: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')) as SourceMapPayload);
  } catch {
    return null;
  }
}
