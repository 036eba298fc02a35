import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT = join(__dirname, '..', '..');
const ROOTS = ['src', 'agent', 'console', 'contracts', 'cli', 'simulator', 'demo'];

/** Products by their names, their makers' names, and the short forms that their files, services and parameters go by. */
const WORDS = /screen-?connect|connectwise|\bsc-|mesh|\bmsh\b/i;

/** A provider's own folders: what is written there is about this product. */
const OWN = /^(src\/remote-access\/providers|agent\/remote-agents|simulator)\/(mesh-central|screen-connect)\//;

/** Where products are put together by name, each with the lines that may do it. */
const REGISTRIES: Readonly<Record<string, RegExp>> = {
  'src/remote-access/provider-registry.ts': /^import |^const KINDS: /,
  'src/remote-access/embedded-engine.ts': /^(import|export) /,
  'agent/remote-agents/known-remote-agents.ts': /^import |^ {2}'[a-z-]+': \w+,$/,
  'simulator/known-remote-agents.ts': /^import |^ {2}'[a-z-]+': \(counts: FleetCounts\) => new \w+\(counts\),$|^ {2}'[a-z-]+': async \(port, keptIn\) => \(await import\('[^']+'\)\)\.\w+\(port, keptIn\),$|^export const DEMONSTRATED = '[a-z-]+' satisfies RemoteAgentKind;$/,
};

/** Tests may say which product they take as their example; prose is not code. */
const isCode = (path: string) => /\.(ts|tsx|mts|cts|mjs|cjs|js|css|html|json|svg)$/.test(path) && !/\.(e2e-)?spec\.tsx?$/.test(path);

interface Leak {
  readonly place: string;
  readonly line: string;
}

function leaksIn(path: string, text: string): readonly Leak[] {
  if (!isCode(path) || OWN.test(path)) return [];
  return text.split('\n').flatMap((line, index) => (WORDS.test(line) && !REGISTRIES[path]?.test(line) ? [{ place: `${path}:${index + 1}`, line: line.trim().slice(0, 120) }] : []));
}

/** What is tracked, and what is about to be. */
function files(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...ROOTS], { cwd: PROJECT, encoding: 'utf8' });
  return listed.split('\n').filter((path) => path !== '' && existsSync(join(PROJECT, path)));
}

describe('the words of a provider', () => {
  it('stand in its own folders only, and in the registries that put products together', () => {
    expect(files().length).toBeGreaterThan(500);
    expect(files().flatMap((path) => (isCode(path) ? leaksIn(path, readFileSync(join(PROJECT, path), 'utf8')) : []))).toEqual([]);
  });

  it.each([
    ['src/reconciler/open-instances.ts', "if (kind === 'screen-connect') return;"],
    ['src/remote-access/provider.ts', '/** The MeshAgent of a device. */'],
    ['console/src/devices/log-in.tsx', '<Text>Opens ScreenConnect</Text>'],
    ['contracts/policy-settings.ts', 'readonly meshId: string;'],
    ['agent/system/processes.ts', "const HANDLER = 'sc-0123456789abcdef';"],
    ['cli/main.ts', "const file = 'agent.msh';"],
    ['demo/run-demo.ts', '// ConnectWise calls it so'],
    ['src/remote-access/provider-registry.ts', "  if (kind === 'mesh-central') return null;"],
    ['agent/remote-agents/known-remote-agents.ts', "  // the mesh-central one first"],
    ['simulator/known-remote-agents.ts', "if (kind === 'mesh-central') counts.reports++;"],
  ])('would be found in %s: %s', (path, line) => {
    expect(leaksIn(path, `// before\n${line}\n`)).toEqual([{ place: `${path}:2`, line: line.trim() }]);
  });

  it('need no longer list of exceptions than products are put together in', () => {
    expect(Object.keys(REGISTRIES).filter((path) => !existsSync(join(PROJECT, path)))).toEqual([]);
    expect(Object.entries(REGISTRIES).filter(([path]) => leaksIn(`not/${path}`, readFileSync(join(PROJECT, path), 'utf8')).length === 0)).toEqual([]);
  });
});
