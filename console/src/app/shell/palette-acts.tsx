import { t } from '@lingui/core/macro';
import { useMantineColorScheme } from '@mantine/core';
import type { SpotlightActionGroupData } from '@mantine/spotlight';
import { IconDownload, IconKeyboard, IconMoon, IconPackages, IconShieldPlus, IconSnowflake, IconSun, IconUserPlus, IconUserShield, type Icon } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { Right } from '../../api/types';
import { useMe } from '../me';
import { hasRight } from '../rights';
import { openKeyboardSheet } from './open-dialogs';

interface Act {
  readonly label: string;
  /** Other words that people look for. */
  readonly keywords: string;
  readonly icon: Icon;
  readonly needs?: Right;
  readonly run: () => void;
}

/** What can be begun from anywhere; each leads to where it is done, so that nothing happens unseen. */
export function useActs(): SpotlightActionGroupData {
  const navigate = useNavigate();
  const me = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const isDark = colorScheme === 'dark';
  const acts: Act[] = [
    { label: t`Add a policy`, keywords: t`new create`, icon: IconShieldPlus, needs: 'policies.change', run: () => void navigate({ to: '/policies/new' }) },
    { label: t`Assign a package to sites`, keywords: t`enable deploy`, icon: IconPackages, needs: 'policies.change', run: () => void navigate({ to: '/packages', search: { tab: 'sites' } }) },
    { label: t`Install an endpoint agent`, keywords: t`enrol token new computer`, icon: IconDownload, needs: 'sites.change', run: () => void navigate({ to: '/sites' }) },
    { label: t`Add a user`, keywords: t`new invite`, icon: IconUserPlus, needs: 'users.manage', run: () => void navigate({ to: '/settings/users', search: { edit: 'new' } }) },
    { label: t`Freeze or unfreeze all new orders`, keywords: t`stop emergency`, icon: IconSnowflake, needs: 'policies.change', run: () => void navigate({ to: '/deployments' }) },
    { label: isDark ? t`Light colours` : t`Dark colours`, keywords: t`theme scheme dark light`, icon: isDark ? IconSun : IconMoon, run: () => setColorScheme(isDark ? 'light' : 'dark') },
    { label: t`Keyboard`, keywords: t`shortcuts keys help`, icon: IconKeyboard, run: () => void openKeyboardSheet() },
    { label: t`Your account`, keywords: t`password passkey factor api key`, icon: IconUserShield, run: () => void navigate({ to: '/account' }) },
  ];
  return {
    group: t`Actions`,
    actions: acts
      .filter(({ needs }) => needs === undefined || hasRight(me, needs))
      .map(({ label, keywords, icon: ActIcon, run }) => ({ id: `act:${label}`, label, keywords, leftSection: <ActIcon size={18} stroke={1.7} />, onClick: run })),
  };
}
