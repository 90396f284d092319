import './recomposedKernels';
import '../convolutionGradients.test';
