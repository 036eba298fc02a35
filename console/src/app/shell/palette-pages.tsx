import { t } from '@lingui/core/macro';
import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { useMe } from '../me';
import { hasRight } from '../rights';
import { PAGE_GROUPS } from './pages';

/** Every page that the person at the screen may open. */
export function usePages(): SpotlightActionGroupData {
  const navigate = useNavigate();
  const me = useMe();
  const pages = PAGE_GROUPS.flatMap(({ label, pages: links }) => links.map((link) => ({ ...link, group: label })));
  return {
    group: t`Pages`,
    actions: pages
      .filter(({ needs }) => !needs || hasRight(me, ...needs))
      .map(({ to, label, group, icon: PageIcon }): SpotlightActionData => ({
        id: to,
        label: group ? `${group} › ${label}` : label,
        leftSection: <PageIcon size={18} stroke={1.7} />,
        onClick: () => void navigate({ to }),
      })),
  };
}
