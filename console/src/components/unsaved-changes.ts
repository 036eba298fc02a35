import { t } from '@lingui/core/macro';
import { useBlocker } from '@tanstack/react-router';
import { confirm } from './confirm';

/** Where in the console somebody is going, as far as it decides whether a form stays on the screen. */
interface Whereabouts {
  readonly pathname: string;
  readonly search: object;
}

const tabOf = ({ search }: Whereabouts): unknown => ('tab' in search ? search.tab : undefined);

/** What is typed and not saved is not lost by a click elsewhere: leaving, also to another tab of the page, is asked about first. */
export function useUnsavedChanges(isDirty: boolean): void {
  useBlocker({
    disabled: !isDirty,
    enableBeforeUnload: isDirty,
    shouldBlockFn: ({ current, next }) => {
      if (current.pathname === next.pathname && tabOf(current) === tabOf(next)) return false;
      return staysHere();
    },
  });
}

function staysHere(): Promise<boolean> {
  return new Promise((decide) =>
    confirm({
      title: t`Leave without saving?`,
      confirm: t`Discard changes`,
      children: t`What you changed on this page has not been saved.`,
      onConfirm: () => decide(false),
      onClose: () => decide(true),
    }),
  );
}
