import './app/nonce';
import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import 'mantine-datatable/styles.css';
import './app/global.css';
import { speak } from './language/speak';

// Nothing that says something is imported from here, so that its texts are made in the language that is spoken by then.
void speak().then(() => import('./app/start'));
