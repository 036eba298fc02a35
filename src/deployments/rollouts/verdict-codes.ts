import { type CatalogueEntry, ERROR_CATALOGUE, type Who } from '../../../contracts/error-catalogue.js';

const TECHNICAL: ReadonlySet<Who> = new Set(['administrator', 'super-admin', 'technician', 'network-team', 'vendor']);

const isTechnical = ({ who }: CatalogueEntry): boolean => who.some((each) => TECHNICAL.has(each));

/** Causes that somebody technical must put right: these, and only these, count against a rollout. */
export const FAILURE_CODES: readonly string[] = ERROR_CATALOGUE.filter(isTechnical).map(({ code }) => code);

/** Causes that lie with the person at the device, such as a refusal: a verdict, but none about the change. */
export const PERSONAL_CODES: readonly string[] = ERROR_CATALOGUE.filter((entry) => entry.who.includes('end-user') && !isTechnical(entry)).map(
  ({ code }) => code,
);
