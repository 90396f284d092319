module.exports = require('./watching')(require('jest-model-regression/environment'));
