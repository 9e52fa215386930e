namespace Vislumbre.Encoding;

/// <summary>The device that was asked for cannot be used; the message says what to install.</summary>
public sealed class DeviceException(string message, Exception? innerException = null) : VislumbreException(message, innerException);
