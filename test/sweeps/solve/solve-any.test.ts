/** More specs and wishes. */
import '../../solve/solve-any.test.ts';
