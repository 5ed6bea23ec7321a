package kotlin.coroutines;

/**
 * Stands for the type that Kotlin adds to the parameters of a suspend function.
 */
public interface Continuation<T> {

}
