import { twoTasks } from './two-tasks-suite.ts';

twoTasks('W5500');
