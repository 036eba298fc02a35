import './join.css';
import { createRoot } from 'react-dom/client';
import { GuestPage } from './guest-page';

const root = document.getElementById('root');
if (root) createRoot(root).render(<GuestPage />);
