import './recomposedKernels';
import '../depthwiseGradients.test';
