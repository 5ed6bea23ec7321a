package io.jobqueue.autoconfigure.task

import io.jobqueue.JobContext
import io.jobqueue.JobFailure
import io.jobqueue.annotation.JobTask
import io.jobqueue.annotation.OnFailure
import io.jobqueue.annotation.Retry
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.withContext
import reactor.core.publisher.Mono
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch

/** Tasks of Kotlin that suspend. */
open class SuspendTasks {

    val running = CountDownLatch(1)

    val cancelled = CountDownLatch(1)

    val contexts = CopyOnWriteArrayList<String>()

    val failures = CopyOnWriteArrayList<String>()

    val go = CompletableDeferred<Unit>()

    @JobTask(name = "greet")
    open suspend fun greet(name: String, job: JobContext): String {
        delay(1)
        return "Hello $name, ${job.attempt()}"
    }

    @JobTask(name = "list")
    open suspend fun list(count: Int): List<Int> {
        delay(1)
        return (1..count).toList()
    }

    @JobTask(name = "no-result")
    open suspend fun noResult() {
        delay(1)
    }

    @JobTask(name = "at-once")
    open suspend fun atOnce(text: String?): String = text ?: "nothing"

    @JobTask(name = "where")
    open suspend fun where(text: String): String {
        contexts += JobContext.current().id().value()
        withContext(Dispatchers.Default) { contexts += JobContext.current().id().value() }
        go.await()
        contexts += JobContext.current().id().value()
        return Thread.currentThread().name
    }

    @JobTask(name = "forever")
    open suspend fun forever() {
        try {
            running.countDown()
            awaitCancellation()
        } finally {
            cancelled.countDown()
        }
    }

    @JobTask(name = "slow", timeout = "200ms", retry = Retry(maxRetries = 0))
    open suspend fun slow() = forever()

    @JobTask(name = "broken", retry = Retry(maxRetries = 0))
    open suspend fun broken(text: String): String {
        delay(1)
        throw IllegalStateException("broken $text")
    }

    @OnFailure("broken")
    open suspend fun onBroken(text: String, failure: JobFailure) {
        delay(1)
        failures += "$text ${failure.error().message}"
    }
}

/** Each has one function that cannot be a task. */
object RefusedSuspendTasks {

    class OfFlow {

        @JobTask
        suspend fun run(): Flow<String> = flowOf("a")
    }

    class OfDeferred {

        @JobTask
        suspend fun run(): Deferred<String> = CompletableDeferred("a")
    }

    class OfMono {

        @JobTask
        suspend fun run(): Mono<String> = Mono.just("a")
    }

    class OfStage {

        @JobTask
        suspend fun run(): CompletableFuture<String> = CompletableFuture.completedFuture("a")
    }
}
