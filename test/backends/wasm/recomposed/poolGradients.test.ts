import './recomposedKernels';
import '../poolGradients.test';
