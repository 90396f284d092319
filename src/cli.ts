#!/usr/bin/env node
import { program } from './commands/program';

void program().parseAsync();
