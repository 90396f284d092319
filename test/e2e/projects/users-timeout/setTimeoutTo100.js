require('@jest/globals').jest.setTimeout(100);
