package city.emona;

/**
 * A mistake that the user can mend: what is wrong, where (file, line, field, URL parameter) and how
 * to fix it. The command line prints it on stderr and exits with code 2; HTTP turns it into a 4xx
 * problem document (RFC 9457). Everything else that is thrown is our own failure (exit code 1, HTTP
 * 500).
 */
public final class EmonaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Stable machine-readable kinds; the HTTP status is the one that the problem document carries.
   */
  public enum Code {
    INVALID(400),
    NOT_FOUND(404),
    CONFLICT(409),
    TOO_LARGE(413),
    UNSUPPORTED(422),
    BUSY(503),
    FORBIDDEN(403);

    private final int httpStatus;

    Code(int httpStatus) {
      this.httpStatus = httpStatus;
    }

    public int httpStatus() {
      return httpStatus;
    }
  }

  private final Code code;
  private final String what;
  private final String where;
  private final String fix;

  public EmonaException(Code code, String what, String where, String fix) {
    super(where.isEmpty() ? what + " Fix: " + fix : where + ": " + what + " Fix: " + fix);
    this.code = code;
    this.what = what;
    this.where = where;
    this.fix = fix;
  }

  public EmonaException(Code code, String what, String where, String fix, Throwable cause) {
    this(code, what, where, fix);
    initCause(cause);
  }

  public static EmonaException invalid(String what, String where, String fix) {
    return new EmonaException(Code.INVALID, what, where, fix);
  }

  public static EmonaException notFound(String what, String where, String fix) {
    return new EmonaException(Code.NOT_FOUND, what, where, fix);
  }

  public Code code() {
    return code;
  }

  public String what() {
    return what;
  }

  public String where() {
    return where;
  }

  public String fix() {
    return fix;
  }
}
