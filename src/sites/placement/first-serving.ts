/**
 * The order of provider instances, by the alias of their table: the first serves the sites that nobody has placed. The oldest is first,
 * whatever comes later, so that connecting a server or switching the embedded engine on takes no device away from where it is.
 */
export function firstServing(instance: string): string {
  return `${instance}.created_at, ${instance}.embedded DESC, ${instance}.id`;
}
