import { transformAsync } from '@babel/core';
import type { Plugin } from 'vite';

const MARKED = /@lingui\/(core|react)\/macro/;

/** Makes calls of what is marked in the sources as text. The sentence stays in the code, so that English needs no catalogue. */
export const markedTexts: Plugin = {
  name: 'marked-texts',
  enforce: 'pre',
  transform: {
    filter: { id: /\/console\/src\/.*\.tsx?$/, code: MARKED },
    async handler(code, id) {
      const result = await transformAsync(code, {
        filename: id,
        configFile: false,
        babelrc: false,
        sourceMaps: true,
        parserOpts: { plugins: ['typescript', 'jsx'] },
        plugins: [['@lingui/babel-plugin-lingui-macro', { stripMessageField: false }]],
      });
      return result?.code == null ? null : { code: result.code, map: result.map };
    },
  },
};

/** What the first script fetches next is named in the page, so that it comes with the script and not after it. */
export const preloadedStart: Plugin = {
  name: 'preloaded-start',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html, { chunk, bundle }) {
      const start = Object.values(bundle ?? {}).find((part) => part.type === 'chunk' && part.name === 'start' && chunk?.dynamicImports.includes(part.fileName));
      if (start?.type !== 'chunk') return [];
      return [start.fileName, ...start.imports]
        .filter((file) => !html.includes(file))
        .map((file) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` }, injectTo: 'head' as const }));
    },
  },
};

/** Makes a module of a catalogue. */
export const catalogues: Plugin = {
  name: 'catalogues',
  transform: {
    filter: { id: /\.po$/ },
    async handler(_code, id) {
      // Not before it is wanted: the pages of guests are built with this file, too, and have no catalogue.
      const [{ getConfig }, { getCatalogs, getCatalogForFile, createCompiledCatalog }] = await Promise.all([import('@lingui/conf'), import('@lingui/cli/api')]);
      const config = getConfig({ cwd: import.meta.dirname });
      const file = getCatalogForFile(id.slice(config.rootDir!.length + 1), await getCatalogs(config));
      if (!file) throw new Error(`${id} is no catalogue.`);
      const { messages } = await file.catalog.getTranslations(file.locale, { fallbackLocales: {}, sourceLocale: 'en' });
      const { source, errors } = createCompiledCatalog(file.locale, messages, { namespace: 'es', pseudoLocale: 'none' });
      if (errors.length > 0) throw new Error(errors.map(({ error }) => error.message).join('\n'));
      return { code: source, map: null };
    },
  },
};
