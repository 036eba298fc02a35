/**
 * The two listeners that stand before an embedded engine: one for browsers, one for remote agents. They pass on only what is
 * on the engine's closed lists and what a verdict allows, and they know nothing of any particular engine.
 */
export {
  createEngineListeners,
  type EngineListeners,
  type EngineListenersOptions,
  type ListenAt,
} from './engine-listeners.js';
export type { AgentSocketRoute, EngineSurface, PageRoute, PageSocketRoute } from './engine-surface.js';
export type { BrowserLaunch, EngineVerdicts, LaunchActivity, LaunchEntry, RelayVerdict } from './engine-verdicts.js';
export { ENTRY_PATH } from './page-listener.js';
