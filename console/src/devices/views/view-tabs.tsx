import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconBookmarkPlus, IconDots, IconPencil, IconStar, IconStarFilled, IconTrash, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { SavedView, ViewDraft } from '../../api/types';
import { showProblem } from '../../api/show-problem';
import type { DeviceSearch } from '../device-search';
import { useChangeListSettings, useListSettings } from '../list-settings';
import { isChanged, kept, searchOf, useForgetView, useKeepView, viewsQuery } from './view-queries';
import classes from './view-tabs.module.css';

const ViewDialog = lazy(() => import('./view-dialog'));

interface ViewTabsProps {
  search: DeviceSearch;
  /** How the list looks besides its filter, to be kept with it. */
  look: Omit<ViewDraft['definition'], 'search'>;
  onOpen: (search: DeviceSearch) => void;
}

/** The views that somebody keeps, and what can be done with the one on screen. */
export function ViewTabs({ search, look, onOpen }: ViewTabsProps) {
  const { data } = useQuery(viewsQuery);
  const { settings } = useListSettings();
  const change = useChangeListSettings();
  const keep = useKeepView();
  const forget = useForgetView();
  const [editing, setEditing] = useState<SavedView | 'new' | null>(null);
  const views = data?.items ?? [];
  const view = views.find(({ id }) => id === search.view);
  const definition = { search: kept(search), ...look };
  const isNarrowed = Object.keys(definition.search).length > 0;
  const update = (current: SavedView) =>
    keep.mutate({ view: current, draft: { name: current.name, shared: current.shared, definition } }, { onError: showProblem });
  return (
    <>
      <nav className={classes.bar} aria-label={t`Views`}>
        <button type="button" className={classes.tab} aria-current={!view && !isNarrowed} onClick={() => onOpen({})}>
          <Trans>All computers</Trans>
        </button>
        {views.map((each) => (
          <button type="button" key={each.id} className={classes.tab} aria-current={each.id === view?.id} onClick={() => onOpen(searchOf(each))}>
            {each.shared && <IconUsers size={13} aria-label={each.isOwn ? t`Shared` : t`Shared by ${each.ownerName}`} />}
            {each.name}
            {each.id === settings.defaultViewId && <IconStarFilled size={11} aria-label={t`Default`} />}
          </button>
        ))}
        {view && (
          <Menu position="bottom-start" width={220}>
            <Menu.Target>
              <ActionIcon size="sm" color="gray" aria-label={t`What to do with the view ${view.name}`}>
                <IconDots size={15} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={<IconStar size={15} />}
                onClick={() => change.mutate({ defaultViewId: settings.defaultViewId === view.id ? null : view.id })}
              >
                {settings.defaultViewId === view.id ? t`No default any more` : t`Make it the default`}
              </Menu.Item>
              {view.isOwn && (
                <>
                  <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setEditing(view)}>
                    <Trans>Rename or share …</Trans>
                  </Menu.Item>
                  <Menu.Item c="var(--mantine-color-error)" leftSection={<IconTrash size={15} />} onClick={() => forget.mutate(view, { onSuccess: () => onOpen({}) })}>
                    <Trans>Delete the view</Trans>
                  </Menu.Item>
                </>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
        {view?.isOwn && isChanged(view, search) && (
          <Button size="compact-xs" variant="light" loading={keep.isPending} onClick={() => update(view)}>
            <Trans>Update the view</Trans>
          </Button>
        )}
        <Tooltip label={t`Keep what the list shows now as a view`}>
          <ActionIcon size="sm" color="gray" aria-label={t`Save as a view`} onClick={() => setEditing('new')}>
            <IconBookmarkPlus size={16} />
          </ActionIcon>
        </Tooltip>
      </nav>
      <Suspense>
        {editing && (
          <ViewDialog
            view={editing === 'new' ? undefined : editing}
            definition={editing === 'new' ? definition : editing.definition}
            onClose={() => setEditing(null)}
            onKept={(keptView) => {
              setEditing(null);
              if (editing === 'new') onOpen(searchOf(keptView));
            }}
          />
        )}
      </Suspense>
    </>
  );
}
