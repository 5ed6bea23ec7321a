package io.jobqueue.task;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

import io.jobqueue.JobContext;
import io.jobqueue.JobFailure;
import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.annotation.OnFailure;

import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.scheduling.annotation.Async;

/**
 * Tasks whose work would not be done, or seen, by the end of the call.
 */
final class RefusedTasks {

	private RefusedTasks() {
	}

	static class AsyncMethod {

		@Async
		@JobTask
		public void run() {
		}

	}

	@Async
	static class AsyncClass {

		@JobTask
		public void run() {
		}

	}

	@JobTask
	static class AsyncHandler implements JobHandler<String, Void> {

		@Override
		@Async
		public Void handle(String payload, JobContext job) {
			return null;
		}

	}

	@JobTask
	static class AsyncHandlerFailure implements JobHandler<String, Void> {

		@Override
		public Void handle(String payload, JobContext job) {
			return null;
		}

		@Override
		@Async
		public void onFailure(String payload, JobFailure failure) {
		}

	}

	static class AsyncFailureMethod {

		@JobTask
		public void run() {
		}

		@Async
		@OnFailure("async-failure-method.run")
		public void failed() {
		}

	}

	static class FutureMethod {

		@JobTask
		Future<String> run() {
			return new FutureTask<>(() -> "late");
		}

	}

	static class PublisherMethod {

		@JobTask
		Flow.Publisher<String> run() {
			return (subscriber) -> {
			};
		}

	}

	@JobTask
	static class PublisherHandler implements JobHandler<String, Flow.Publisher<String>> {

		@Override
		public Flow.Publisher<String> handle(String payload, JobContext job) {
			return (subscriber) -> {
			};
		}

	}

	@JobTask
	static class HiddenFutureHandler implements JobHandler<String, Object> {

		@Override
		public Future<String> handle(String payload, JobContext job) {
			return new FutureTask<>((Callable<String>) () -> "late");
		}

	}

	@Scope(value = "request", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class RequestMethod {

		@JobTask
		public void run() {
		}

	}

	@JobTask
	@Scope("session")
	static class SessionHandler implements JobHandler<String, Void> {

		@Override
		public Void handle(String payload, JobContext job) {
			return null;
		}

	}

	/** This one is waited for. */
	static class StageMethod {

		@JobTask
		CompletableFuture<String> run() {
			return CompletableFuture.completedFuture("done");
		}

	}

	static class LateMethod {

		@JobTask(finishInTransaction = true)
		CompletionStage<String> run() {
			return CompletableFuture.completedFuture("");
		}

	}

	@JobTask(finishInTransaction = true)
	static class LateHandler implements JobHandler<String, CompletionStage<String>> {

		@Override
		public CompletionStage<String> handle(String payload, JobContext job) {
			return CompletableFuture.completedFuture("");
		}

	}

}
