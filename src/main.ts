import 'reflect-metadata';
import { takeCoreConfig, takeWebConfig } from './platform/config/process-environment.js';
import { nameSources } from './platform/name-sources.js';

nameSources();

/** The one program of the server: `launch` starts the whole installation, which starts `core` and `web` from this file. */
async function main(role: string, flags: readonly string[]): Promise<void> {
  switch (role) {
    case 'launch':
      return (await import('./launcher/run-launcher.js')).runLauncher(flags, __filename);
    case 'core':
      return (await import('./launcher/run-child.js')).runChild('core', async () => (await import('./core.js')).startCore(takeCoreConfig(process.env)));
    case 'web':
      return (await import('./launcher/run-child.js')).runChild('web', async () => (await import('./web.js')).startWeb(takeWebConfig(process.env)));
    default:
      throw new Error(`"${role}" is none of launch, core and web.`);
  }
}

main(process.argv[2] ?? 'launch', process.argv.slice(3)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
