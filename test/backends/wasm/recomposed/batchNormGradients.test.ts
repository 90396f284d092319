import './recomposedKernels';
import '../batchNormGradients.test';
