import './recomposedKernels';
import '../otherGradients.test';
