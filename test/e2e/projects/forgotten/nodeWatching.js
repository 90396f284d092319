module.exports = require('./watching')(require('jest-environment-node').TestEnvironment);
