import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { Density, SavedView } from '../api/types';
import { nameWidth, shownColumns, withWidth, type ChosenColumn } from './columns';
import { useChangeListSettings, useListSettings } from './list-settings';
import { useKeepView, viewsQuery } from './views/view-queries';

/** How the list looks: as the view on screen has it, else as the person likes it; what is changed is kept where it came from. */
export function useColumns(viewId: string | undefined) {
  const { settings } = useListSettings();
  const { mutate: changeSettings } = useChangeListSettings();
  const { mutate: keepView } = useKeepView();
  const { data } = useQuery(viewsQuery);
  const view: SavedView | undefined = data?.items.find(({ id }) => id === viewId);
  const ofView = view?.isOwn === true && view.definition.columns ? view : undefined;
  const chosen: readonly ChosenColumn[] | null = view?.definition.columns ?? settings.columns;
  const choose = useCallback(
    (columns: ChosenColumn[] | null) => {
      if (!ofView) return changeSettings({ columns });
      const { columns: _columns, ...definition } = ofView.definition;
      keepView({ view: ofView, draft: { name: ofView.name, shared: ofView.shared, definition: columns ? { ...definition, columns } : definition } });
    },
    [ofView, changeSettings, keepView],
  );
  const resize = useCallback((column: string, width: number) => choose(withWidth(chosen, column, width)), [choose, chosen]);
  return {
    chosen,
    columns: useMemo(() => shownColumns(chosen), [chosen]),
    nameWidth: nameWidth(chosen),
    choose,
    resize,
    density: settings.density,
    setDensity: (density: Density) => changeSettings({ density }),
  };
}
