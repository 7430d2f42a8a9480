// The entry of a branch's quarter: steppers; without this script the boxes are typed into.

import { watchSteppers } from "./stepper.js";

document.documentElement.classList.add("has-script");
watchSteppers();
