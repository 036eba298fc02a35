import { select, t } from '@lingui/core/macro';
import type { BulkAct } from '../../api/types';
import { number } from '../../language/formats';

interface ActWords {
  /** What the button says. */
  name: string;
  /** What is done to them, as a sentence that ends in how many. */
  title: (many: string) => string;
  done: string;
}

export const ACT_WORDS: Record<BulkAct, ActWords> = {
  retry: { name: t`Retry deployment`, title: (many) => t`Retry the deployment of ${many}`, done: t`retried` },
  'change-tags': { name: t`Change tags`, title: (many) => t`Change the tags of ${many}`, done: t`tagged` },
  move: { name: t`Move`, title: (many) => t`Move ${many}`, done: t`moved` },
  'assign-package': { name: t`Assign package`, title: (many) => t`Assign a package to the sites of ${many}`, done: t`given the package` },
  exclude: { name: t`Exclude`, title: (many) => t`Leave out ${many}`, done: t`left out` },
  uninstall: { name: t`Uninstall`, title: (many) => t`Uninstall and delete ${many}`, done: t`deleted` },
};

/** "1 computer", "4,312 computers". */
export const computers = (count: number, isCapped = false): string => t`${select(isCapped ? 'yes' : 'no', { yes: 'more than ', other: '' })}${number.format(count)} ${select(count === 1 && !isCapped ? 'yes' : 'no', { yes: 'computer', other: 'computers' })}`;
