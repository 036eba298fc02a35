import { basename } from 'node:path';

const KEBAB = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const PASCAL = /^[A-Z][A-Za-z0-9]*$/;
/** Anywhere, or as the noun of the name: a data folder is a folder, device data is anything. */
const SAYS_NOTHING = /(^|[-.])((managers?|helpers?|utils?|commons?|processors?)([-.]|$)|(data|info)(\.|$))/;
const BY_KIND = /(^|\/)(src|agent|guest|cli|simulator|contracts)\/(.*\/)?(dto|dtos|enums|utils|helpers|common)\//;

/** ESLint rule: a file is named for what it exports, in kebab-case (a React component in its own name), never with a word that says nothing. */
export const fileName = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      spelling: '"{{name}}" is not in kebab-case.',
      empty: '"{{name}}" says nothing: name the file for what it exports.',
      kind: 'Folders are by noun, not by kind.',
    },
  },
  create(context) {
    return {
      Program(node) {
        const path = context.filename.replaceAll('\\', '/');
        const name = basename(path).replace(/\.[cm]?[jt]sx?$/, '');
        const isComponent = path.endsWith('.tsx') && PASCAL.test(name);
        if (!KEBAB.test(name) && !isComponent) context.report({ node, messageId: 'spelling', data: { name } });
        if (SAYS_NOTHING.test(name)) context.report({ node, messageId: 'empty', data: { name } });
        if (BY_KIND.test(path)) context.report({ node, messageId: 'kind' });
      },
    };
  },
};
