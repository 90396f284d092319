// Loaded before the tests of the file that imports it: Jest gives every test file an environment of its own.
process.env['TRAINING_KERNELS'] = 'recomposed';
