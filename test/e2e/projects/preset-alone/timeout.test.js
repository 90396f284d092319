const { setTimeout } = require('node:timers/promises');
const { test } = require('@jest/globals');

test("a test may take longer than Jest's five seconds", () => setTimeout(5500));
