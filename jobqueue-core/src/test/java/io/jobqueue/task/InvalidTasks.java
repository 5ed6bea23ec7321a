package io.jobqueue.task;

import io.jobqueue.JobContext;
import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.annotation.OnFailure;
import io.jobqueue.annotation.Retry;

/**
 * One mistake each.
 */
final class InvalidTasks {

	private InvalidTasks() {
	}

	static class PrivateMethod {

		@JobTask
		private void run() {
		}

	}

	static class StaticMethod {

		@JobTask
		static void run() {
		}

	}

	static class TwoPayloads {

		@JobTask
		void run(String one, JobContext job, String two) {
		}

	}

	@JobTask
	static class NoHandler {

	}

	@JobTask
	@SuppressWarnings("rawtypes")
	static class RawHandler implements JobHandler {

		@Override
		public Object handle(Object payload, JobContext job) {
			return payload;
		}

	}

	static class EndlessTimeout {

		@JobTask(timeout = "PT2562047788015215H")
		void run() {
		}

	}

	static class NoTimeout {

		@JobTask(timeout = "PT0.0000001S")
		void run() {
		}

	}

	static class DelayAboveTheLongest {

		@JobTask(retry = @Retry(delay = "2h"))
		void run() {
		}

	}

	static class BadTimeout {

		@JobTask(timeout = "10 apples")
		void run() {
		}

	}

	static class BadRetries {

		@JobTask(retry = @Retry(maxRetries = -2))
		void run() {
		}

	}

	static class BadMultiplier {

		@JobTask(retry = @Retry(multiplier = 0.5))
		void run() {
		}

	}

	static class BadJitter {

		@JobTask(retry = @Retry(jitter = 1.5))
		void run() {
		}

	}

	static class UnknownPolicy {

		@JobTask(retry = @Retry("extrenal"))
		void run() {
		}

	}

	static class BadQueue {

		@JobTask(queue = "a b")
		void run() {
		}

	}

	static class BadName {

		@JobTask(name = "a/b")
		void run() {
		}

	}

	static class SameName {

		@JobTask(name = "one")
		void run() {
		}

		@JobTask(aliases = "one")
		void walk() {
		}

	}

	static class FailureOfNobody {

		@OnFailure("nobody")
		void failed() {
		}

	}

	static class FailureOfOtherType {

		@JobTask
		void run(String payload) {
		}

		@OnFailure("failure-of-other-type.run")
		void failed(Integer payload) {
		}

	}

	static class TwoFailures {

		@JobTask
		void run(String payload) {
		}

		@OnFailure("two-failures.run")
		void failed(String payload) {
		}

		@OnFailure("two-failures.run")
		void failedToo() {
		}

	}

	static class AnnotatedHandle implements JobHandler<String, Void> {

		@Override
		@JobTask
		public Void handle(String payload, JobContext job) {
			throw new UnsupportedOperationException();
		}

	}

	@JobTask
	static class AnnotatedTwice implements JobHandler<String, Void> {

		@Override
		@JobTask(name = "other")
		public Void handle(String payload, JobContext job) {
			throw new UnsupportedOperationException();
		}

	}

}
